// What the browser is told with everything that is served. The page needs nothing from elsewhere and runs nothing but
// its own files; it is cross-origin isolated, and no other page may hold, frame or embed it.
import { loopback } from './guard.ts'

/** Content security policy of the page. `'self'` covers the WebSocket in newer browsers, the address in all. */
export function contentSecurityPolicy(port: number): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ws://${loopback}:${port}`,
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "form-action 'none'",
  ].join('; ')
}

export function pageHeaders(port: number): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(port),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=()',
    // The address carries the token: it is told to nobody and kept nowhere.
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  }
}
