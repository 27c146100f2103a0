export { type Chromium, type ChromiumSource, findChromium, unpackBundled } from './chromium.ts'
export { fontFaceCss } from './fonts.ts'
export { mergePdfs } from './merge.ts'
export { RenderError, type RenderErrorCode } from './render-error.ts'
export {
  createRenderer,
  type RenderedPdf,
  type Renderer,
  type RendererHealth,
  type RenderJob,
  renderLimits,
} from './renderer.ts'
