import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ContractChaincode, type ContractSource } from '@heddle/contract';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROOT } from '../repository/source-files';
import { type Mutant, MUTANTS } from './mutants';
import { RecordedNetwork, SILENT } from './recorded-network';
import { countsOf, replayed, whatDiffers } from './replay-counts';

const FOLDERS = { 'asset-transfer.js': 'asset-transfer', 'auction-house.js': 'auction' } as const;
type File = keyof typeof FOLDERS;

/** The examples of the repository, with something else in one of their files. */
class ChangedExamples implements Disposable {
    // Within the repository, so that they find its packages.
    readonly #home = mkdtempSync(join(__dirname, 'mutants-'));
    #copies = 0;

    load(file: File, change: (text: string) => string): ContractChaincode {
        const folder = join(this.#home, String((this.#copies += 1)));
        cpSync(join(ROOT, 'examples', FOLDERS[file], 'dist'), folder, { recursive: true });
        const path = join(folder, file);
        // The organization of the embedded peer.
        writeFileSync(path, change(readFileSync(path, 'utf8').replace('HouseMSP', 'Org1MSP')));
        const exported = createRequire(path)(path) as Readonly<Record<string, ContractSource>>; // an example's
        return new ContractChaincode({ contracts: Object.values(exported), logger: SILENT });
    }

    [Symbol.dispose](): void {
        rmSync(this.#home, { recursive: true, force: true });
    }
}

const ASSET = { id: 'a1', color: 'red', size: 5, owner: 'ann', appraisedValue: 300 };
const CLOSES = '2090-01-01T00:00:00.000Z';

const CALLS: Readonly<Record<File, readonly (readonly [name: string, ...args: unknown[]])[]>> = {
    'asset-transfer.js': [
        ['createAsset', ASSET],
        ['createAsset', { ...ASSET, id: 'a2' }],
        ['createAsset', { ...ASSET, id: 'a2' }],
        ['updateAsset', { ...ASSET, color: 'blue' }],
        ['readAsset', 'a1'],
        ['listAssets', '10'],
        ['assetsOf', 'ann'],
        ['transferAsset', 'a1', 'bob'],
        ['assetHistory', 'a1'],
        ['deleteAsset', 'a2'],
    ],
    'auction-house.js': [
        ['open', { id: 'lot', lots: [{ description: 'a loom', count: 1 }], reserve: '10', closes: CLOSES }],
        ['open', { id: 'lot', lots: [{ description: 'a loom', count: 1 }], reserve: '10', closes: CLOSES }],
        [
            'open',
            {
                id: 'old',
                lots: [{ description: 'a loom', count: 1 }],
                reserve: '10',
                closes: '2001-01-01T00:00:00.000Z',
            },
        ],
        ['bid', 'lot', 'ann', '5'],
        ['bid', 'lot', 'bob', '5'],
        ['bid', 'lot', 'bob', '4'],
        ['bid', 'lot', 'bob', '12'],
        ['bid', 'none', 'bob', '12'],
        ['read', 'lot'],
    ],
};

describe('time machine promise 4: mutants of the examples', () => {
    const examples = new ChangedExamples();
    const networks = new Map<string, RecordedNetwork>();

    beforeAll(async () => {
        for (const file of Object.keys(FOLDERS) as File[]) {
            const network = await RecordedNetwork.start({ chaincode: examples.load(file, (text) => text) });
            networks.set(file, network);
            const peer = await network.peer();
            for (const [name, ...args] of CALLS[file]) {
                const texts = args.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
                await peer.submit({ chaincode: 'cc', args: [name, ...texts] }).catch(() => undefined);
            }
            await peer.close();
            await network.stop();
        }
    });
    afterAll(async () => {
        examples[Symbol.dispose]();
        await Promise.all(Array.from(networks.values(), (network) => network[Symbol.asyncDispose]()));
    });

    function folderOf(file: string): string {
        return networks.get(file)?.folder ?? '';
    }

    it.each(Object.keys(FOLDERS) as File[])('finds nothing in the original: %s', async (file) => {
        const transactions = await replayed(
            folderOf(file),
            examples.load(file, (text) => text),
            { strict: true },
        );
        expect(countsOf(transactions)).toEqual({ reproduced: CALLS[file].length });
    });

    it.each(MUTANTS.map((mutant) => [mutant.to || `without ${mutant.from}`, mutant] as const))(
        'finds %s',
        async (_name, { file, from, to, found }: Mutant) => {
            const mutated = examples.load(file, (text) => {
                expect(text).toContain(from);
                return text.replace(from, () => to);
            });
            expect(whatDiffers(await replayed(folderOf(file), mutated))).toContain(found);
        },
    );

    it('are twenty', () => {
        expect(MUTANTS).toHaveLength(20);
    });
});
