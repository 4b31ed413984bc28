import { readFileSync } from 'node:fs';

/** What a fixture expects: `code // rule, rule` at the end of a line, sorted as findings are. */
export function markedLines(path: string): readonly string[] {
    return readFileSync(path, 'utf8')
        .split('\n')
        .flatMap((line, index) => {
            const [, marks] = / \/\/ ((?:[a-z-]+(?:, )?)+)$/.exec(line) ?? [];
            return marks === undefined ? [] : marks.split(', ').map((rule) => `${index + 1} ${rule}`);
        });
}
