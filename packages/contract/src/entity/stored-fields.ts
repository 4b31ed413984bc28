import { REFUSED, type ValueReader } from '../arguments/value-reader';
import { Failures } from '../failures/failures';
import { type Json, JsonObject } from '../json/json-reader';

/** The values of some fields, by their names. */
export type FieldValues = Readonly<Record<string, unknown>>;

/** Fields of a row as older code has stored them. */
export interface StoredFields {
    /** As the fields' present types read them; without those that they cannot read. */
    readonly byType: FieldValues;
    /** As the JSON has them: what is no text now may have been one. */
    readonly byJson: FieldValues;
}

/** Reads fields of JSON that no upgrade has changed. */
export function storedFields(json: Json, readers: ReadonlyMap<string, ValueReader>): StoredFields {
    const byType: Record<string, unknown> = {};
    const byJson: Record<string, unknown> = {};
    if (!(json instanceof JsonObject)) return { byType, byJson };
    for (const [name, read] of readers) {
        const index = json.names.indexOf(name);
        if (index === -1) continue;
        const value = json.values[index] ?? null;
        byJson[name] = value;
        const typed = read(value, undefined, name, new Failures());
        if (typed !== REFUSED) byType[name] = typed;
    }
    return { byType, byJson };
}
