/** Who gives an address to anybody without asking for a name, or for a few minutes only. Known to their users as such. */
const PRIVACY = `
  proton.me protonmail.com protonmail.ch pm.me
  tuta.com tuta.io tutanota.com tutanota.de tutamail.com keemail.me
  cock.li airmail.cc riseup.net disroot.org onionmail.org dnmx.org mail2tor.com elude.in
  simplelogin.com simplelogin.io slmail.me aleeas.com anonaddy.com anonaddy.me addy.io duck.com mozmail.com
  guerrillamail.com guerrillamail.net guerrillamail.org sharklasers.com grr.la
  mailinator.com maildrop.cc yopmail.com yopmail.fr yopmail.net
  10minutemail.com temp-mail.org tempmail.com tempmail.dev tempmailo.com trashmail.com trash-mail.com
  getnada.com nada.email dispostable.com mailnesia.com mohmal.com moakt.com mail.tm emailondeck.com throwawaymail.com
  skiff.com ctemplar.com secmail.pro morke.org firemail.cc
`;

const DOMAINS: ReadonlySet<string> = new Set(PRIVACY.trim().split(/\s+/));

/** `gmail.com` of `alice@gmail.com`, in small letters. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1).toLowerCase();
}

/** Whether the address is of a provider whose customers want to stay unknown: proton.me, mailinator.com. */
export function isPrivate(email: string): boolean {
  return DOMAINS.has(domainOf(email));
}
