// How a call that starts a server names host and port.

/** Most say just that. */
const ARGUMENTS: readonly (readonly [call: RegExp, host: string, port: string])[] = [
  [/\.launch$/, 'server_name', 'server_port'],
  [/\.listen$/, 'address', 'port'],
  [/\brun_simple$/, 'hostname', 'port'],
];

function namesOf(call: string): { readonly host: string; readonly port: string } {
  const [, host = 'host', port = 'port'] = ARGUMENTS.find(([one]) => one.test(call)) ?? [];
  return { host, port };
}

/** `host="0.0.0.0"` */
export function hostArgument(call: string): string {
  return `${namesOf(call).host}="0.0.0.0"`;
}

/** `port=int(os.environ.get("PORT", "8000"))` */
export function portArgument(call: string): string {
  return `${namesOf(call).port}=int(os.environ.get("PORT", "8000"))`;
}
