import { strict as assert } from 'node:assert';
import type { Contract } from '@hyperledger/fabric-gateway';
import { VALUE } from '../workloads';
import type { Work } from './callers';

const OWNERS = ['Tomoko', 'Max'];

const PUTS = 10_000;
/** The name of the work that the goal of deferred writes is about. */
export const BATCHED = 'deferred10000';

/** Each caller has an asset of its own: two transfers of one asset in one block would refuse each other. */
function idOf(caller: number): string {
    return `asset${caller}`;
}

async function evaluate(contract: Contract, name: string, ...args: string[]): Promise<string> {
    return Buffer.from(await contract.evaluateTransaction(name, ...args)).toString();
}

/** Puts the callers' assets onto the ledger. */
export const create: Work = {
    name: 'createAsset',
    title: 'submit createAsset',
    async call(contract, caller) {
        const asset = { id: idOf(caller), color: 'blue', size: 5, owner: OWNERS[0], value: 300.5 };
        await contract.submitTransaction('AssetTransfer:createAsset', JSON.stringify(asset));
    },
};

/** What the first transactions of a process are, and what tells best what a message costs. */
export const noop: Work = {
    name: 'noop',
    title: 'evaluate no-op',
    async call(contract) {
        assert.equal(await evaluate(contract, 'noop'), 'ok');
    },
};

/** All that is measured in turns. */
export const works: readonly Work[] = [
    noop,
    {
        name: 'readAsset',
        title: 'evaluate readAsset',
        async call(contract, caller) {
            const asset = JSON.parse(await evaluate(contract, 'AssetTransfer:readAsset', idOf(caller))) as unknown;
            assert.equal((asset as { id: string }).id, idOf(caller));
        },
    },
    {
        name: 'transferAsset',
        title: 'submit transferAsset, until it is committed',
        async call(contract, caller) {
            const owner = OWNERS[Math.floor(Math.random() * OWNERS.length)] ?? '';
            const before = await contract.submitTransaction('AssetTransfer:transferAsset', idOf(caller), owner);
            assert.ok(OWNERS.includes(Buffer.from(before).toString()));
        },
    },
    {
        name: BATCHED,
        title: `evaluate ${PUTS.toLocaleString('en')} puts, deferred or by StartWriteBatch, one caller`,
        servers: ['heddle-typed', 'go-shim'],
        callers: 1,
        async call(contract) {
            assert.equal(await evaluate(contract, 'putsDeferred', 'put', VALUE, String(PUTS)), String(PUTS));
        },
    },
];
