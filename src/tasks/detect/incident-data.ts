import type { JsonObject } from '../../core/json.ts';
import { jsonObject } from '../../core/report.ts';
import { momentText } from '../../core/time.ts';
import type { AnswerLine } from '../../timeline/answers/answer.ts';
import { type BadRelease, exposureOf } from '../../timeline/incidents/bad-release.ts';
import type { Incident } from '../../timeline/incidents/incident.ts';
import { citesOf } from './cites.ts';
import { fetchData, rotationData } from './reach-table.ts';
import { responseData } from './response-table.ts';
import type { IncidentStory } from './story.ts';
import { secondsOf, timesOfStep } from './times.ts';

/** An incident for programs. */
export function incidentData(story: IncidentStory): JsonObject {
  const { incident, answers, responses, times, open, reach, rotations, skews } = story;
  const { act, known, contained } = times;
  return jsonObject({
    ...briefData(incident),
    answers: {
      over: answers.over.map(answerData),
      how_bad: answers.howBad.map(answerData),
      what_else: answers.whatElse.map(answerData),
    },
    releases: incident.bad.map(releaseData),
    response: responses.map((response) => responseData(response, times)),
    time_to_detect_seconds: act === undefined || known === undefined ? undefined : secondsOf(known - act),
    time_to_contain_seconds: act === undefined || contained === undefined ? undefined : secondsOf(contained - act),
    fetched: reach.fetches.map(fetchData),
    coverage: reach.coverage.map(({ text }) => text),
    rotate: rotations.map(rotationData),
    clocks: skews.map(({ source, against, offset, count }) => ({
      source,
      against,
      offset_ms: Math.round(offset / 1000),
      count,
    })),
    not_in_evidence: open.map(({ text }) => text),
  });
}

/** What an incident is, without what was asked about it. */
export function briefData(incident: Incident): JsonObject {
  return {
    name: incident.name,
    id: incident.id,
    severity: incident.severity,
    patterns: incident.patterns,
    findings: incident.findings.map(({ id }) => id),
    packages: incident.packages,
    accounts: incident.accounts,
    first: momentText(incident.first),
    last: momentText(incident.last),
  };
}

export function answerData({ topic, text, state, citations }: AnswerLine): JsonObject {
  return { topic, text, state, cites: citesOf(citations) };
}

function releaseData(bad: BadRelease): JsonObject {
  const { most, least } = exposureOf(bad);
  return jsonObject({
    name: bad.name,
    published: momentText(bad.published),
    cites: citesOf([bad.release.citation]),
    removed: bad.removed && timesOfStep(bad.removed.step),
    exposure: jsonObject({
      at_least_seconds: least === undefined ? undefined : secondsOf(least),
      at_most_seconds: most === undefined ? undefined : secondsOf(most),
    }),
  });
}
