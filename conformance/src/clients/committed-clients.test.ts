import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContractChaincode } from '@heddle/contract';
import { afterAll, describe, expect, it } from '@jest/globals';
import { HEDDLE, runProgram } from '../harness/run-program';
import { ROOT } from '../repository/source-files';
import { Backroom, Workshop } from './workshop';

const folder = mkdtempSync(join(tmpdir(), 'heddle-committed-'));
const workshop = join(folder, 'workshop.json');
writeFileSync(workshop, JSON.stringify(new ContractChaincode({ contracts: [Workshop, Backroom] }).metadata));

const CLIENTS: readonly (readonly [file: string, source: string])[] = [
    ['examples/client-application/src/clients/asset-transfer.ts', 'examples/asset-transfer'],
    ['examples/client-application/src/clients/auction.ts', 'examples/auction'],
    ['conformance/src/clients/workshop-client.ts', workshop],
];

afterAll(() => {
    rmSync(folder, { recursive: true });
});

describe('a generated client in the repository', () => {
    it.each(CLIENTS)('is what would be written: %s', async (file, source) => {
        const args = [HEDDLE, 'generate', 'client', source, '--no-build', '--out', file, '--check'];
        const ended = await runProgram(args, { cwd: ROOT, env: { PATH: process.env['PATH'] ?? '' } });
        expect(ended).toEqual({ code: 0, stdout: '', stderr: '' });
    });
});
