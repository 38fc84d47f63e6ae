/** Keeps the names that a module exports, each a function that throws when somebody calls it after all. */
export function emptyOut(source: string): string {
  const declared = [...source.matchAll(/^export (?:const|(?:async )?function|class) (\w+)/gm)].map(([, name]) => name);
  const renamed = [...source.matchAll(/^export \{ \w+ as (\w+) \};$/gm)].map(([, name]) => name);
  const refuse = `const refuse = () => {
    throw Object.assign(new Error('Left out of the bundle: nothing of ours called it'), { name: 'LeftOutOfBundle' });
  };`;
  const names = [...declared, ...renamed].map(
    (name, index) => `const f${index} = refuse; export { f${index} as ${name} };`,
  );
  return [refuse, ...names].join('\n');
}
