import styles from './frames.module.css'

/** The plain text of an e-mail, for programs that show no other. */
export function TextFrame({ children }: { children: string }) {
  return <pre className={styles.text}>{children}</pre>
}
