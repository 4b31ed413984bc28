import { existsSync } from 'node:fs';
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
        'warn no-float-money Decimals',
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

(existsSync(FABRIC_SAMPLES) ? describe : describe.skip)(
    'proof promise 2: the chaincodes of fabric-samples (skipped where FABRIC_SAMPLES names no checkout)',
    () => {
        it.each(Object.entries(REPORTS))('%s', (chaincode, reports) => {
            const found = checkFolder(join(FABRIC_SAMPLES, chaincode), false).map(
                ({ severity, rule, method }) => `${severity} ${rule} ${method.split('.').slice(1).join('.')}`,
            );
            expect([...new Set(found)].sort()).toEqual([...reports].sort());
        });
    },
);
