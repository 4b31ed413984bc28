import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkFolder } from './testing/check-folder';

/** A checkout of fabric-samples, which this repository does not have. */
const { FABRIC_SAMPLES = '' } = process.env;

/** What is found in each chaincode for Node, without its packages. Every report was read, and is true. */
const REPORTS: Readonly<Record<string, readonly string[]>> = {
    'asset-transfer-basic/chaincode-javascript': [],
    'asset-transfer-basic/chaincode-typescript': [],
    'asset-transfer-events/chaincode-javascript': ['warn no-blind-create CreateAsset'],
    'asset-transfer-ledger-queries/chaincode-javascript': ['error no-falsy-state-check DeleteAsset'],
    'asset-transfer-ledger-queries/chaincode-typescript': [],
    'asset-transfer-private-data/chaincode-typescript': [],
    'asset-transfer-sbe/chaincode-typescript': [],
    'full-stack-asset-transfer-guide/contracts/asset-transfer-typescript': [],
    'token-erc-20/chaincode-javascript': [
        'warn no-float-money TotalSupply',
        'warn no-float-money BalanceOf',
        'warn no-float-money TransferFrom',
        'warn no-float-money _transfer',
        'warn no-float-money Allowance',
        'warn no-float-money Mint',
        'warn no-float-money Burn',
        'warn no-float-money ClientAccountBalance',
    ],
    'token-erc-721/chaincode-javascript': [],
};

/**
 * The same of chaincodes that are written in the forms of those samples, for fabric-contract-api and fabric-shim. Each report
 * was read, and is true: a balance by parseInt; a document that an index still names after it was dropped; a second event.
 */
const REPORTS_OF_OUR_OWN: Readonly<Record<string, readonly string[]>> = {
    assets: [],
    catalogue: [],
    coins: ['warn no-float-money _balance'],
    ledger: ['error no-unchecked-parse repaint'],
    'low-level': [],
    sealed: [],
    ways: ['error no-second-event twoEvents'],
};

const OWN = join(__dirname, '..', '..', '..', 'conformance', 'fixtures', 'drop-in', 'chaincodes');

function reportsOf(folder: string): string[] {
    const found = checkFolder(folder, false).map(
        ({ severity, rule, method }) => `${severity} ${rule} ${method.split('.').slice(1).join('.')}`,
    );
    return [...new Set(found)].sort();
}

describe('proof promise 2: chaincodes in the forms of the samples', () => {
    it('are all judged', () => {
        expect(readdirSync(OWN).sort()).toEqual(Object.keys(REPORTS_OF_OUR_OWN));
    });

    it.each(Object.entries(REPORTS_OF_OUR_OWN))('%s', (chaincode, reports) => {
        expect(reportsOf(join(OWN, chaincode))).toEqual([...reports].sort());
    });
});

(existsSync(FABRIC_SAMPLES) ? describe : describe.skip)(
    'proof promise 2: the chaincodes of fabric-samples (skipped where FABRIC_SAMPLES names no checkout)',
    () => {
        it.each(Object.entries(REPORTS))('%s', (chaincode, reports) => {
            expect(reportsOf(join(FABRIC_SAMPLES, chaincode))).toEqual([...reports].sort());
        });
    },
);
