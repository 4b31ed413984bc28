import type { GuideStep } from './guide';

/** What the test of a template makes of it, and what may be run there. */
interface TemplateScripts {
    readonly build: boolean;
    readonly tests: boolean;
    readonly client: boolean;
}

/** The templates of `npm create heddle`. */
export const TEMPLATES: Readonly<Record<string, TemplateScripts>> = {
    typescript: { build: true, tests: true, client: true },
    javascript: { build: false, tests: true, client: false },
    minimal: { build: true, tests: false, client: false },
};

/** What a newcomer does with a template, from nothing to the package for peers, as the steps of a guide. */
export function stepsWith(template: string): GuideStep[] {
    const { build = false, tests = false, client = false } = TEMPLATES[template] ?? {};
    const asset = { id: 'a1', color: 'red', size: 5, owner: 'ann' };
    return [
        run(`npm create heddle@latest my-contract -- --template ${template}`, 'cd my-contract'),
        // Other packages bring an older compiler.
        ...(build ? [run('npm run build', 'npx tsc --version'), output('Version 7.…')] : []),
        ...(tests ? [run('npm run lint', 'npm test')] : []),
        { kind: 'background', command: 'npx heddle dev --port 0', ready: 'ready after' },
        run(`npx heddle invoke createAsset '${JSON.stringify(asset)}'`, 'npx heddle query readAsset a1'),
        { kind: 'output', text: '{"color":"red","id":"a1","owner":"ann","size":5}' },
        ...(client
            ? [
                  run('npx heddle generate client . --out client/asset-transfer.ts --check', 'npm run client'),
                  output('created asset…\ntransferred from ann\nowned by bob\ntransferred again: SAME_OWNER, …'),
              ]
            : []),
        run('npx heddle package --label my-contract_1 --address contract.example.com:9999'),
        output('# my-contract_1.tgz has the package id my-contract_1:…'),
    ];
}

function run(...commands: readonly string[]): GuideStep {
    return { kind: 'run', commands };
}

function output(text: string): GuideStep {
    return { kind: 'output', text };
}
