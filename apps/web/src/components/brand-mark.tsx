/** The mark, in the accent of the scheme. */
export function BrandMark({ size = 24 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      aria-hidden="true"
      style={{ flex: 'none', color: 'var(--accent)' }}
    >
      <mask id="brand-cut">
        <rect x="1.5" y="4.5" width="29" height="23" rx="5" fill="#fff" />
        <path d="M0 6.8 16 18.4 32 6.8" fill="none" stroke="#000" strokeWidth="2.1" />
        <circle cx="16" cy="17.6" r="6.5" />
        <circle cx="16" cy="17.6" r="4.5" fill="#fff" />
      </mask>
      <path mask="url(#brand-cut)" fill="currentColor" d="M0 0h32v32H0z" />
    </svg>
  )
}
