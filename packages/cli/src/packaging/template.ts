/** What every builder can fill in: `{{.peername}}`. */
const PLACE = /\{\{-?\s*\.[A-Za-z_]\w*\s*-?\}\}/g;

/** Whether a peer's builder fills something in (fabric, ccaas_builder/cmd/build/main.go): nobody else knows the text then. */
export function hasTemplate(text: string): boolean {
    return text.includes('{{');
}

/** Whether nothing but names is to be filled in: more than that is understood by builders with all of Go's templates only. */
export function isSimpleTemplate(text: string): boolean {
    return !/\{\{|\}\}/.test(text.replace(PLACE, ''));
}
