/** Modules without types of their own. */

/** Remix's build, made by its Vite plugin. */
declare module 'virtual:remix/server-build' {
  const build: import('@remix-run/server-runtime').ServerBuild;
  export = build;
}
