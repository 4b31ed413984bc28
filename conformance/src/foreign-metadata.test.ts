import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { HEDDLE, runProgram } from './harness/run-program';
import { ROOT } from './repository/source-files';

const RECORDED = join(ROOT, 'conformance', 'fixtures', 'drop-in', 'recorded');

interface Foreign {
    readonly contracts: Record<string, { transactions: { readonly name: string }[]; contractInstance: object }>;
}

/** What a contract of fabric-contract-api itself has answered to GetMetadata. */
function recordedMetadata(name: string): Foreign {
    const text = readFileSync(join(RECORDED, `${name}.txt`), 'utf8');
    const [, answer = ''] = /^> evaluate org\.hyperledger\.fabric:GetMetadata\n[^]*?^payload (.*)$/m.exec(text) ?? [];
    return JSON.parse(answer) as Foreign;
}

async function diff(old: object, young: object): Promise<readonly [code: number, lines: readonly string[]]> {
    using folder = new TemporaryFolder();
    const files = [old, young].map((document, index) => {
        const file = join(folder.path, `${index}.json`);
        writeFileSync(file, JSON.stringify(document));
        return file;
    });
    const { code, stdout, stderr } = await runProgram([HEDDLE, 'diff', ...files], { cwd: folder.path });
    return [code, [...stderr.split('\n'), ...stdout.split('\n')].filter((line) => line !== '')];
}

describe('heddle diff of what is not Heddle', () => {
    it.each([
        ['without decorators', 'assets', 'Assets', 'create'],
        ['with decorators', 'catalogue', 'CatalogueContract', 'Offer'],
    ])('reads the metadata of fabric-contract-api: %s', async (_form, name, contract, transaction) => {
        const old = recordedMetadata(name);
        const young = recordedMetadata(name);
        const { [contract]: changed } = young.contracts;
        if (changed === undefined) throw new Error(`${contract} is not in ${name}`);
        changed.transactions = changed.transactions.filter((one) => one.name !== transaction).reverse();
        expect(await diff(old, young)).toEqual([
            1,
            [
                `breaks clients  ${contract}.${transaction} is gone`,
                '                keep it as long as clients call it',
                'breaks clients: 1, breaks state: 0, step: 0, new: 0, fine: 0',
            ],
        ]);
    });
});
