/** The options of `heddle debug`. */
export interface DebugOptions {
    readonly journal?: string;
    readonly break?: boolean;
    readonly run?: string;
    readonly operations?: boolean;
}
