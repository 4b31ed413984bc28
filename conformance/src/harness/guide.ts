import { readFileSync } from 'node:fs';

/**
 * A guide whose code blocks are to be carried out, in order. What a block is for stands behind its language:
 * `ts file=src/a.ts` is a file to write, `sh` is to be run, `sh background ready="text"` is to be left running once it
 * has said the text, `text output` is what the last command printed, `…` standing for anything.
 */
export type GuideStep =
    | { readonly kind: 'file'; readonly path: string; readonly content: string }
    | { readonly kind: 'run'; readonly commands: readonly string[] }
    | { readonly kind: 'background'; readonly command: string; readonly ready: string }
    | { readonly kind: 'output'; readonly text: string };

const BLOCK = /^```(\w+)([^\n]*)\n(.*?)^```$/gms;

/** Reads the steps of a guide; blocks without an attribute that are no `sh` are for the reader only. */
export function readGuide(path: string): GuideStep[] {
    const steps: GuideStep[] = [];
    for (const [, language = '', attributes = '', content = ''] of readFileSync(path, 'utf8').matchAll(BLOCK)) {
        const step = stepOf(language, attributes, content);
        if (step !== undefined) steps.push(step);
    }
    return steps;
}

/** Compiles the text of an output: each line literally, without trailing spaces, except that `…` stands for anything. */
export function outputPattern(text: string): RegExp {
    const literal = text.trim().replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
    return new RegExp(`^${literal.replaceAll('…', '.*').replaceAll('\n', ' *\n')}$`, 'm');
}

function stepOf(language: string, attributes: string, content: string): GuideStep | undefined {
    const file = /file=(\S+)/.exec(attributes)?.[1];
    if (file !== undefined) return { kind: 'file', path: file, content };
    if (attributes.includes('output')) return { kind: 'output', text: content };
    if (language !== 'sh') return undefined;
    const commands = content.split('\n').filter((line) => line !== '');
    if (!attributes.includes('background')) return { kind: 'run', commands };
    return { kind: 'background', command: commands.join('\n'), ready: /ready="([^"]*)"/.exec(attributes)?.[1] ?? '' };
}
