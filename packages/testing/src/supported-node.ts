// Imported before everything else: what an old Node.js says of the rest does not lead to the cause.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const manifest = readFileSync(join(__dirname, '..', 'package.json'), 'utf8');
const { engines } = JSON.parse(manifest) as { engines: { node: string } };
const oldest = engines.node.replace('>=', '');
const [major = 0, minor = 0] = numbersOf(process.version.slice(1));
const [oldestMajor = 0, oldestMinor = 0] = numbersOf(oldest);

if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor))
    throw new Error(`@heddle/testing: this is Node.js ${process.version.slice(1)}: install ${oldest} or later`);

function numbersOf(version: string): number[] {
    return version.split('.').map(Number);
}
