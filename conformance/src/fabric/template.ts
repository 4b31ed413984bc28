import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TEMPLATES = join(__dirname, '../../fabric');

/**
 * Writes a configuration file of conformance/fabric with its `{{NAME}}`s filled in.
 * @throws Error where a name has no value
 */
export function writeFromTemplate(
    file: string,
    folder: string,
    values: Readonly<Record<string, string | number>>,
): void {
    const text = readFileSync(join(TEMPLATES, file), 'utf8').replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => {
        const value = values[name];
        if (value === undefined) throw new Error(`${file} has {{${name}}}, for which there is no value`);
        return String(value);
    });
    writeFileSync(join(folder, file), text);
}
