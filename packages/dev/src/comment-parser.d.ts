// Its declarations have no name under which TypeScript looks for those of a CommonJS module.
declare module 'comment-parser' {
    export interface Spec {
        tag: string;
        name: string;
        type: string;
        optional: boolean;
        default?: string;
        description: string;
        problems: object[];
        source: object[];
    }

    export type Tokenizer = (spec: Spec) => Spec;
    export type Spacing = 'compact' | 'preserve';

    export const tokenizers: {
        tag(): Tokenizer;
        type(): Tokenizer;
        name(): Tokenizer;
        description(spacing: Spacing): Tokenizer;
    };

    export function parse(
        source: string,
        options?: { spacing?: Spacing; tokenizers?: Tokenizer[] },
    ): { description: string; tags: Spec[] }[];
}
