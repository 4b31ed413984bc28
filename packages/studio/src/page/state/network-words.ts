import { network } from './studio';

/** The process that serves the page. */
export function processName(): string {
    return isReal() ? 'heddle studio' : 'heddle dev';
}

/** Whether it is somebody's network, which is looked at and nothing else. */
export function isReal(): boolean {
    return network.value?.mode === 'real';
}

/** `Blocks 41,000 to 42,000.`, of a network whose blocks are not all known. */
export function coverageText(): string | undefined {
    const coverage = network.value?.coverage;
    if (coverage === undefined) return undefined;
    const { from, to, done, height } = coverage;
    if (to < from) return `Blocks are read from ${count(from)} on.`;
    const read = from === to ? `Block ${count(from)}` : `Blocks ${count(from)} to ${count(to)}`;
    return done ? `${read}.` : `${read} of ${count(height - 1)} so far.`;
}

function count(value: number): string {
    return value.toLocaleString('en');
}
