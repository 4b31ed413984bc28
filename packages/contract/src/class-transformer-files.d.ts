// Where class-transformer keeps what its decorators recorded. It has no public way to it; other frameworks read it here
// too. Its declarations are in another folder than its code.
declare module 'class-transformer/cjs/storage' {
    export * from 'class-transformer/types/storage';
}

// Files of which the index is made.
declare module 'class-transformer/cjs/enums' {
    export * from 'class-transformer/types/enums';
}
declare module 'class-transformer/cjs/decorators/transform.decorator' {
    export * from 'class-transformer/types/decorators/transform.decorator';
}
declare module 'class-transformer/cjs/decorators/type.decorator' {
    export * from 'class-transformer/types/decorators/type.decorator';
}
