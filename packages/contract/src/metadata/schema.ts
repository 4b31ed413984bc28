/** A schema as Fabric's contract metadata has it: a part of JSON Schema, draft 4. */
export type Schema = Readonly<Record<string, unknown>>;
