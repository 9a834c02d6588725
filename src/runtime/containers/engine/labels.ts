/** What everything that a run makes on an engine is known by: the reaper removes by this, and by nothing else. */

const RUN = 'org.syncdrill.run'
/** On images: the digest of what they were made from. They outlive runs, as a cache. */
export const CONTEXT = 'org.syncdrill.context'

export const labelsOf = (run: string): Readonly<Record<string, string>> => ({ [RUN]: run })

/** The filter of the engine's listings. */
export const ofRun = (run: string): { readonly label: string[] } => ({ label: [`${RUN}=${run}`] })
