// What the browser is told with everything that is served. The page needs nothing from elsewhere and runs nothing but
// its own files; it is cross-origin isolated, and no other page may hold, frame or embed it.

/** @param connect where scripts of the page may connect to, as CSP sources. */
function contentSecurityPolicy(connect: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:", // drawn by style sheets of the controls
    `connect-src ${connect}`,
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "form-action 'none'",
  ].join('; ')
}

/** Headers of everything that belongs to the page, whichever front serves it. */
export function pageHeaders(connect: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(connect),
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
