import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from '../harness/pack-packages';
import { runMocha } from './mocha-tests';
import type { CallOutcome } from './run-table';
import { REFERENCE_OVERRIDES, REFERENCE_VERSION, type Side } from './sides';

/** Where a checkout has the packages, and which of their unit tests are of what they do, and not of how they are built. */
const PACKAGES = {
    'fabric-contract-api': {
        folder: 'apis/fabric-contract-api',
        tests: ['contract.js', 'context.js', 'jsontransactionserializer.js', 'index.js'],
    },
    'fabric-shim': {
        folder: 'libraries/fabric-shim',
        tests: ['client-identity.js', 'utils/statebased.js', 'module.js', 'contract-spi/datamarshall.js'],
    },
} as const;

/** What the tests import, in the versions that they are written for. */
const TOOLS = {
    chai: '^4.3.4',
    'chai-as-promised': '^7.1.1',
    'chai-things': '^0.2.0',
    mocha: '9.1.3',
    mockery: '^2.1.0',
    rewire: '6.0.0',
    sinon: '13.0.1',
};

/** Whether a folder is a checkout that has those tests. */
export function hasUpstreamTests(checkout: string): boolean {
    return Object.values(PACKAGES).every(({ folder }) => existsSync(join(checkout, folder, 'test', 'unit')));
}

/**
 * Runs the reference's own unit tests of behaviour against one side: the tests lie beside what is installed in place of the
 * package under test.
 */
export async function runUpstreamTests(
    checkout: string,
    {
        side,
        work,
        adopt,
    }: { readonly side: Side; readonly work: string; readonly adopt: (folder: string) => Promise<void> },
): Promise<CallOutcome[]> {
    const target = join(work, side, 'upstream-tests');
    if (!existsSync(target)) await prepare(target, side === 'facade' ? adopt : undefined);
    const files = Object.entries(PACKAGES).flatMap(([name, { folder, tests }]) => {
        linkPackage(join(target, folder), join(target, 'node_modules', name));
        cpSync(join(checkout, folder, 'test'), join(target, folder, 'test'), { recursive: true });
        return tests.map((test) => join(folder, 'test', 'unit', test));
    });
    return await runMocha(target, files);
}

async function prepare(target: string, adopt: ((folder: string) => Promise<void>) | undefined): Promise<void> {
    mkdirSync(target, { recursive: true });
    const dependencies = {
        ...TOOLS,
        'fabric-contract-api': REFERENCE_VERSION,
        'fabric-shim': REFERENCE_VERSION,
        '@hyperledger/fabric-protos': '~0.2.2',
    };
    const overrides = adopt === undefined ? { overrides: REFERENCE_OVERRIDES } : {};
    // Something to load, so that there is nothing to complain of but the tests.
    writeFileSync(join(target, 'index.js'), "exports.contracts = [require('fabric-contract-api').Contract];\n");
    writeFileSync(
        join(target, 'package.json'),
        JSON.stringify({
            name: 'upstream-tests',
            version: '1.0.0',
            private: true,
            main: 'index.js',
            dependencies,
            ...overrides,
        }),
    );
    if (adopt === undefined) await runNpm(target, ['install', '--ignore-scripts']);
    else await adopt(target);
}

/** Makes a folder whose entries are those of an installed package, so that both names lead to the same modules. */
function linkPackage(folder: string, installed: string): void {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(installed)) symlinkSync(join(installed, name), join(folder, name));
}
