/** Modules without types of their own. */

/** Remix's build, made by its Vite plugin. */
declare module 'virtual:remix/server-build' {
  const build: import('@remix-run/server-runtime').ServerBuild;
  export = build;
}

/** React's web-stream renderer; `react-dom/server` has it only where the platform is a browser's. */
declare module 'react-dom/server.browser' {
  export { renderToReadableStream } from 'react-dom/server';
}
