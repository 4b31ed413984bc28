import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { FABRIC_LINES } from './fabric/fabric-binaries';
import { type Manifest, memberFolders, readManifest, ROOT } from './repository/source-files';

const source = (...path: readonly string[]): string => readFileSync(join(ROOT, ...path), 'utf8');

interface RepositoryManifest extends Manifest {
    readonly workspaces: readonly string[];
    readonly scripts: Readonly<Record<string, string>>;
}

interface VersionedManifest extends Manifest {
    readonly version: string;
}

const { workspaces, scripts } = readManifest('.') as RepositoryManifest;
const members = workspaces
    .flatMap((pattern) => (pattern.endsWith('/*') ? memberFolders(pattern.slice(0, -2)) : [pattern]))
    .map((folder) => readManifest(folder) as VersionedManifest);
const versions = new Map(members.map(({ name, version }) => [name, version]));
const ours = new Set(versions.keys());

describe('the versions', () => {
    const isFacade = ({ name }: VersionedManifest): boolean => name.startsWith('@heddle/fabric-');

    it('are in step', () => {
        const own = members.filter((member) => !isFacade(member));
        expect(new Set(own.map(({ version }) => version)).size).toBe(1);
    });

    it('of what takes the place of Fabric’s packages are in step, in the line of those', () => {
        const facades = new Set(members.filter(isFacade).map(({ version }) => version));
        expect(Array.from(facades)).toEqual([expect.stringMatching(/^2\.5\.\d+$/)]);
    });

    it('of our packages are exact wherever one of them needs another', () => {
        const wrong = members.flatMap(({ name, dependencies, devDependencies }) =>
            Object.entries({ ...dependencies, ...devDependencies })
                .filter(([needed, range]) => ours.has(needed) && range !== versions.get(needed))
                .map(([needed, range]) => `${name} needs ${needed} ${range}`),
        );
        expect(wrong).toEqual([]);
    });

    // Changesets makes every minor release a major one where a package is the peer of another.
    it('of our packages are nobody’s peer', () => {
        const peers = members.flatMap(({ name, peerDependencies }) =>
            Object.keys({ ...peerDependencies })
                .filter((needed) => ours.has(needed))
                .map((needed) => `${name} has the peer ${needed}`),
        );
        expect(peers).toEqual([]);
    });
});

describe('the table of what is supported', () => {
    const table = source('docs', 'reference', 'support.md');
    const tools = createRequire(__filename)(join(ROOT, 'scripts/release/tools.js')) as {
        NODES: string[];
        PNPM: string;
    };
    const versionsOf = (what: string): string => new RegExp(`^\\| ${what} +\\| (.*?) +\\|`, 'm').exec(table)?.[1] ?? '';

    it('names the versions of Node.js that CI and the rehearsal run on', () => {
        const { jobs } = parse(source('.github/workflows/ci.yml')) as {
            jobs: { check: { strategy: { matrix: { node: number[] } } } };
        };
        expect(versionsOf('Node\\.js')).toBe(tools.NODES.join(', '));
        expect(versionsOf('Node\\.js')).toBe(jobs.check.strategy.matrix.node.join(', '));
    });

    it('names the version of pnpm that the rehearsal installs with', () => {
        expect(versionsOf('pnpm')).toBe(tools.PNPM);
    });

    it('names the versions of Fabric that the suites run against', () => {
        expect(versionsOf('Hyperledger Fabric')).toBe(FABRIC_LINES.join(', '));
    });
});

describe('the workflows', () => {
    const folder = join(ROOT, '.github', 'workflows');
    const workflows = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);

    it.each(workflows)('%s runs scripts that there are, and actions of one commit each', (_, text) => {
        const named = Array.from(text.matchAll(/npm run ([\w:]+)/g), ([, name = '']) => name);
        expect(named.filter((name) => !(name in scripts))).toEqual([]);
        const actions = Array.from(text.matchAll(/uses: (.*)/g), ([, action = '']) => action);
        expect(actions.filter((action) => !/@[0-9a-f]{40} # v\d/.test(action))).toEqual([]);
        expect(actions.length).toBeGreaterThan(0);
    });

    it('publish with provenance, for which npm needs an identity of the workflow', () => {
        const { permissions, jobs } = parse(source('.github/workflows/release.yml')) as {
            permissions: unknown;
            jobs: { publish: { permissions: unknown; steps: { run?: string; env?: unknown }[] } };
        };
        expect(permissions).toEqual({});
        expect(jobs.publish.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
        expect(jobs.publish.steps.at(-1)).toEqual({
            run: 'npm run release:publish',
            env: { NPM_CONFIG_PROVENANCE: 'true' },
        });
    });
});

describe('RELEASING.md', () => {
    it('names scripts that there are', () => {
        const named = Array.from(source('RELEASING.md').matchAll(/npm run ([\w:]+)/g), ([, name = '']) => name);
        expect(named.filter((name) => !(name in scripts))).toEqual([]);
        expect(named).toContain('release:rehearse');
    });
});
