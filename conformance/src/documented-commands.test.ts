import { describe, expect, it } from '@jest/globals';
import { readPages } from './repository/pages';

/** The shell commands of a page, lines that end with a backslash joined with the next. */
function commandsOf(text: string): string[] {
    const blocks = Array.from(text.matchAll(/^ *```(?:sh|bash)[^\n]*\n([^]*?)^ *```/gm), ([, block = '']) => block);
    return blocks.flatMap((block) =>
        block
            .replaceAll(/\\\n\s*/g, '')
            .split('\n')
            .map((line) => line.trim())
            .filter((line) => line !== '' && !line.startsWith('#')),
    );
}

/** Namespaces of Kubernetes that a page uses before one of its commands has created them. */
function missingNamespaces(text: string): string[] {
    const created = new Set(['default', 'kube-system']);
    return commandsOf(text).flatMap((command) => {
        const [, name] = /^kubectl create namespace (\S+)/.exec(command) ?? [];
        if (name !== undefined) created.add(name);
        const [, used] = /^kubectl\b.* (?:-n|--namespace)[ =](\S+)/.exec(command) ?? [];
        return used === undefined || created.has(used) ? [] : [command];
    });
}

const PAGES = [...readPages('docs'), ...readPages('deploy'), ...readPages('examples')];

describe('the commands of a page', () => {
    it.each(PAGES)('$path uses the namespaces that it has created', ({ text }) => {
        expect(missingNamespaces(text)).toEqual([]);
    });

    it('are found where a namespace is used before', () => {
        const page =
            '1. Do\n\n    ```sh\n    kubectl --namespace a \\\n        get pods\n    kubectl create namespace a\n    ```\n';
        expect(missingNamespaces(page)).toEqual(['kubectl --namespace a get pods']);
    });
});

describe('the quickstart on a real network', () => {
    it('tells each server that it starts which organization its peer has: peers do not', () => {
        const [{ text } = { text: '' }] = PAGES.filter(({ path }) => path === 'docs/guide/quickstart-fabric.md');
        const servers = commandsOf(text).filter((command) => /\bheddle server\b/.test(command));
        expect(servers).toEqual([expect.stringContaining('CORE_PEER_LOCALMSPID=')]);
        // The containers of the other way are told in the prose around them.
        expect(text).toContain('-e CORE_PEER_LOCALMSPID=');
    });
});
