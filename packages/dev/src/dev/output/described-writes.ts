import type { ReadWriteSet } from '@heddle/local-peer';
import type { DescribedKey, DescribedKeys } from '@heddle/protocol';
import { showBytes, showKey, showText } from './shown-value';

type Writes = ReadWriteSet[number]['writes'];
type Write = Writes[number];

/** A key as its contract calls it, such as `lot(f1, 7)`; as it is where no contract declares it. */
export function showDescribed(key: string, keys: DescribedKeys | undefined): string {
    const described = keys?.read(key);
    return described === undefined ? showKey(key) : showText(described.text);
}

/**
 * What was written, a text for each row or other key. Entries of indexes stand behind the row that they lead to: `+byHolder`
 * for one that was added, `-byHolder` for one that was taken away, `±byHolder` for one that has moved.
 */
export function showWrites(writes: Writes, keys: DescribedKeys | undefined): string[] {
    const all = writes.map((write) => ({ write, described: describe(write, keys) }));
    const rows = all.filter(({ described }) => described?.kind === 'row');
    const rowOf = (entry: DescribedKey): string | undefined => {
        const candidates = rows.map(({ described }) => described).filter((row) => row?.entity === entry.entity);
        // What a deleted unique entry led to is not known any more, unless there is one row that it can be.
        if (entry.values === undefined) return candidates.length === 1 ? candidates[0]?.text : undefined;
        return candidates.find((row) => isSame(row?.values, entry.values))?.text;
    };
    const marks = new Map<string, Map<string, string>>();
    const shown = all.filter(({ write, described }) => {
        const row = described?.kind === 'entry' ? rowOf(described) : undefined;
        if (row !== undefined) addMark(marks, row, described?.index?.name ?? '', write.isDelete ? '-' : '+');
        return row === undefined;
    });
    return shown.map(({ write, described }) => showWrite(write, described) + marksOf(marks, described));
}

function describe({ key, value, isDelete }: Write, keys: DescribedKeys | undefined): DescribedKey | undefined {
    return keys?.read(key, isDelete ? {} : { value });
}

function isSame(left: DescribedKey['values'], right: DescribedKey['values']): boolean {
    const texts = (values: DescribedKey['values']): string =>
        Object.values(values ?? {})
            .map(String)
            .join('\u0000');
    return texts(left) === texts(right);
}

function addMark(marks: Map<string, Map<string, string>>, row: string, index: string, mark: string): void {
    const ofRow = marks.get(row) ?? new Map<string, string>();
    marks.set(row, ofRow);
    const before = ofRow.get(index);
    ofRow.set(index, before === undefined || before === mark ? mark : '±');
}

function marksOf(marks: ReadonlyMap<string, ReadonlyMap<string, string>>, row: DescribedKey | undefined): string {
    const ofRow = row?.kind === 'row' ? marks.get(row.text) : undefined;
    if (ofRow === undefined) return '';
    return ` ${Array.from(ofRow, ([index, mark]) => `${mark}${showText(index)}`).join(' ')}`;
}

function showWrite({ key, value, isDelete }: Write, described: DescribedKey | undefined): string {
    const name = described === undefined ? showKey(key) : showText(described.text);
    if (isDelete) return `${name} deleted`;
    // The value of an entry says nothing that its key does not.
    return described?.kind === 'entry' ? name : `${name}=${showBytes(value)}`;
}
