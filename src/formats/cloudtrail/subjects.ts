/** Subject of the keys that AWS lists: a part for each, under its fingerprint. */
export const TRAIL_KEYS = 'cloudtrail-keys';

/** Begins the subject of the metadata of an object in S3; the name of the file follows. */
export const S3_OBJECT = 's3-object:';
