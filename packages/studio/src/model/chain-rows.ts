interface Numbered {
    readonly number: number;
}

/**
 * Blocks that came in pages, some of them twice: the newest first, up to the first one that is missing. Pages overlap while
 * new blocks come, and where very many came at once there is a hole between them. Of one number the last page given is meant.
 */
export function chainOf<Block extends Numbered>(...pages: readonly (readonly Block[])[]): Block[] {
    const known = new Map(pages.flat().map((block) => [block.number, block]));
    const chain: Block[] = [];
    for (let number = Math.max(-1, ...known.keys()); known.has(number); number--) {
        const block = known.get(number);
        if (block !== undefined) chain.push(block);
    }
    return chain;
}
