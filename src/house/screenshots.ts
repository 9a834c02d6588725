/**
 * Pictures of the pages for the README, by day and by night: `npm run screenshots`. Of the newest run of the Sidekick
 * drill, so run that first.
 */
import { existsSync, mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { ROOT } from './repository.ts'

const RUN = `${ROOT}reports/sidekick-2009/latest/`
const PAGES = [
  ['report.html', 'sidekick', 1_640],
  ['due-diligence.html', 'due-diligence', 1_400],
] as const
const IMAGES = `${ROOT}docs/images/`

for (const [file] of PAGES) {
  if (existsSync(RUN + file)) continue
  process.stderr.write(`screenshots: expected ${RUN}${file}, found none: run sidekick-2009 first\n`)
  process.exit(2)
}
mkdirSync(IMAGES, { recursive: true })
const executablePath = process.env['SYNCDRILL_CHROMIUM'] ?? '/usr/bin/chromium'
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
for (const colorScheme of ['light', 'dark'] as const) {
  for (const [file, name, height] of PAGES) {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1100, height } })
    await page.goto(`file://${RUN}${file}`)
    const path = `${IMAGES}${name}-${colorScheme}.png`
    await page.screenshot({ path })
    process.stdout.write(`${path}\n`)
  }
}
await browser.close()
