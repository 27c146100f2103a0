import './lib/no-eval.ts'
import './app/styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Providers } from './app/providers.tsx'
import { startI18n } from './lib/i18n/i18n.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has lost its #root')

// Words first: nothing is drawn before the catalogue is there, so no key ever shows.
await startI18n()
createRoot(root).render(
  <StrictMode>
    <Providers />
  </StrictMode>,
)
