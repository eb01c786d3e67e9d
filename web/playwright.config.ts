import { defineConfig } from '@playwright/test'

const executablePath = process.env.CHROMIUM_PATH ?? process.env.MORTISE_CHROMIUM ?? '/usr/bin/chromium'
const server = process.env.E2E_BASE_URL ?? process.env.MORTISE_URL

// Without the address of a server the specs run against the in-memory one.
export default defineConfig({
  testDir: 'e2e',
  // Those need files that are not part of the project.
  testIgnore: process.env.ACCEPTANCE_DATA ? [] : ['**/acceptance/**'],
  outputDir: 'test-results/output',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  // To record takes time: only what failed is recorded, when it is done again.
  // To fail once is to fail, but on a machine that others share: there it is told.
  retries: 1,
  failOnFlakyTests: !process.env.CI,
  reporter: [['list']],
  use: {
    serviceWorkers: 'block',
    baseURL: server ?? 'http://127.0.0.1:4173',
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    trace: 'on-first-retry',
    launchOptions: { executablePath, args: ['--no-sandbox'] },
  },
  webServer: server
    ? undefined
    : {
        command:
          'npx vite build --mode mock && npx vite preview --mode mock --host 127.0.0.1 --port 4173 --strictPort',
        url: 'http://127.0.0.1:4173/sign-in',
        reuseExistingServer: true,
      },
})
