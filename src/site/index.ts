/** The declared topology of a drill. */

export {
  domain,
  service,
  site,
  volume,
  type Ability,
  type Additions,
  type Backup,
  type Client,
  type Domain,
  type DomainKind,
  type Link,
  type Named,
  type Neighbours,
  type Readiness,
  type Remote,
  type Run,
  type Service,
  type ServiceOptions,
  type Site,
  type Volume,
} from './site.ts'
export { Topology, type Edge, type Handle } from './topology.ts'
