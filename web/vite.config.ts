import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { serviceWorker } from './scripts/service-worker.mjs'
import { mockServer } from './src/testing/vite-plugin.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

export default defineConfig(({ mode }) => ({
  plugins: [react(), serviceWorker(), ...(mode === 'mock' ? [mockServer()] : [])],
  resolve: {
    alias: {
      '@mortise/sdk': path('../sdk/typescript/src/index.ts'),
      '@': path('./src'),
    },
  },
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
  },
  server: {
    port: 5173,
    fs: { allow: ['..'] },
    proxy: mode === 'mock' ? undefined : { '/api': process.env.MORTISE_URL ?? 'http://127.0.0.1:8080' },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
    environment: 'happy-dom',
    setupFiles: ['src/testing/setup.ts'],
    css: false,
    testTimeout: 30_000,
  },
}))
