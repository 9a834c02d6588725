/** In CI, properties try the same cases each time: what is said of a commit must not be luck. Elsewhere, new ones. */

import fc from 'fast-check'

if (process.env['CI']) fc.configureGlobal({ seed: 20_261_126 })
