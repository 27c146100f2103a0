import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** What changes rarely sits apart from what changes with every release, so that a new version is a small download. */
const vendorGroups = [
  { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
  { name: 'mantine', test: /node_modules\/(@mantine\/(core|hooks|notifications|store)|@floating-ui|clsx)\// },
  { name: 'tanstack', test: /node_modules\/@tanstack\// },
  { name: 'words', test: /node_modules\/(i18next|react-i18next)\// },
  { name: 'zod', test: /node_modules\/zod\/|src\/lib\/no-eval/ },
  { name: 'editor', test: /node_modules\/(@tiptap|prosemirror-|linkifyjs)/ },
  { name: 'charts', test: /node_modules\/(recharts|d3-|victory-vendor)/ },
]

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server: {
    port: 5173,
    proxy: { '/api': { target: process.env.MAILROOM_API ?? 'http://127.0.0.1:3000', changeOrigin: false } },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // The CSP allows data: only for images; an inlined font would be refused.
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: { groups: vendorGroups } } },
  },
})
