/** Services of somebody else by what they speak: the command line says where each is. */

import { external, site, type Client, type Remote } from 'syncdrill'
import { caldav, carddav, imap, webdav } from 'syncdrill/clients'

export type Spoken = 'contacts and appointments' | 'mail' | 'files'

const CLIENTS: Readonly<Record<Spoken, (provider: Remote) => Readonly<Record<string, Client>>>> = {
  'contacts and appointments': (provider) => ({ contacts: carddav(provider), calendar: caldav(provider) }),
  mail: (provider) => ({ notes: imap(provider) }),
  files: (provider) => ({ files: webdav(provider) }),
}

export function elsewhere(spoken: Spoken) {
  const provider = external()
  return site({ services: { provider }, clients: CLIENTS[spoken](provider) })
}
