/**
 * Pictures of the page for the README, by day and by night: `npm run screenshots`. Of the newest run of the Sidekick
 * drill, so run that first.
 */
import { existsSync, mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { ROOT } from './repository.ts'

const PAGE = `${ROOT}reports/sidekick-2009/latest/report.html`
const IMAGES = `${ROOT}docs/images/`

if (!existsSync(PAGE)) {
  process.stderr.write(`screenshots: expected ${PAGE}, found none: run sidekick-2009 first\n`)
  process.exit(2)
}
mkdirSync(IMAGES, { recursive: true })
const executablePath = process.env['SYNCDRILL_CHROMIUM'] ?? '/usr/bin/chromium'
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
for (const colorScheme of ['light', 'dark'] as const) {
  const page = await browser.newPage({ colorScheme, viewport: { width: 1100, height: 1640 } })
  await page.goto(`file://${PAGE}`)
  const path = `${IMAGES}sidekick-${colorScheme}.png`
  await page.screenshot({ path })
  process.stdout.write(`${path}\n`)
}
await browser.close()
