import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../repository/source-files';
import { ASSETS, AUCTIONS, CALLED, DIFFICULT, INITIAL } from './history-calls';

/** A package of each chaincode of a history, as its author would have it. */
const PACKAGES = {
    assets: ['@heddle-examples/asset-transfer', 'exports.AssetTransfer = from.AssetTransfer'],
    auctions: [built('local-auction-house.js'), 'exports.LocalAuctionHouse = from.LocalAuctionHouse'],
    difficultOne: [built('difficult-chaincode.js'), 'exports.chaincode = from.difficultOne'],
    difficultTwo: [built('difficult-chaincode.js'), 'exports.chaincode = from.difficultTwo'],
} as const;

/** Writes the packages of a history below a folder; their folders by name. */
export function writePackages(root: string): Readonly<Record<keyof typeof PACKAGES, string>> {
    const write = (name: keyof typeof PACKAGES): string => {
        const [source, lines] = PACKAGES[name];
        const folder = join(root, name);
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
        const found = JSON.stringify(require.resolve(source));
        writeFileSync(join(folder, 'index.js'), `const from = require(${found});\n${lines};\n`);
        return folder;
    };
    return {
        assets: write('assets'),
        auctions: write('auctions'),
        difficultOne: write('difficultOne'),
        difficultTwo: write('difficultTwo'),
    };
}

/** The options that run each chaincode by the version that it was. */
export function moduleOptions(root: string): string[] {
    const folders = writePackages(root);
    return [
        `${ASSETS}@${folders.assets}`,
        `${AUCTIONS}@${folders.auctions}`,
        `${DIFFICULT}@1.0=${folders.difficultOne}`,
        `${DIFFICULT}@2.0=${folders.difficultTwo}`,
        `${CALLED}@${folders.difficultOne}`,
        `${INITIAL}@${folders.difficultOne}`,
    ].flatMap((operand) => ['--module', operand]);
}

function built(file: string): string {
    return join(ROOT, 'conformance/dist/history', file);
}
