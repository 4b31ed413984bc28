import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MetadataDocument } from '@heddle/contract';
import { describe, expect, it } from '@jest/globals';
import Ajv from 'ajv-draft-04';
import { HEDDLE, runProgram } from './harness/run-program';
import { ROOT } from './repository/source-files';

const EXAMPLES = join(ROOT, 'examples');
const CONTRACTS = readdirSync(EXAMPLES).filter((name) =>
    /extends Contract\b/.test(
        existsSync(join(EXAMPLES, name, 'src'))
            ? readdirSync(join(EXAMPLES, name, 'src'))
                  .filter((file) => file.endsWith('.ts'))
                  .map((file) => readFileSync(join(EXAMPLES, name, 'src', file), 'utf8'))
                  .join('\n')
            : '',
    ),
);
const SCHEMA = join(ROOT, 'packages', 'contract', 'fixtures', 'contract-schema.json');

const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
    JSON.parse(readFileSync(SCHEMA, 'utf8')) as object,
);

async function metadataOf(name: string): Promise<MetadataDocument> {
    const { code, stdout, stderr } = await runProgram([HEDDLE, 'metadata'], { cwd: join(EXAMPLES, name) });
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as MetadataDocument;
}

describe('the metadata of the examples', () => {
    it('is that of all examples with contracts', () => {
        expect(CONTRACTS).toEqual(['asset-transfer', 'auction', 'typed-state']);
    });

    it.each(CONTRACTS)("is valid by Fabric's schema: %s", async (name) => {
        expect([validate(await metadataOf(name)), validate.errors]).toEqual([true, null]);
    });

    it('tells what the doc comments say', async () => {
        const { contracts, components } = await metadataOf('typed-state');
        expect(contracts['Token']).toMatchObject({
            info: { description: 'Who has how much. Owners are known by the id of their certificate.' },
            'x-heddle': {
                transactions: { share: { description: 'As many transfers as there are owners, or none at all.' } },
                events: { Minted: {}, Transferred: {} },
                errors: { INSUFFICIENT_FUNDS: { status: 409 } },
            },
        });
        expect(components.schemas['Voter']).toMatchObject({
            description: 'Who has voted: a second vote would have the same key.',
        });
    });
});
