import { event, IsString } from '@heddle/contract';

export class AssetCreated {
    static readonly event = event('AssetCreated');
    @IsString() id!: string;
    @IsString() owner!: string;
}

export class AssetTransferred {
    static readonly event = event('AssetTransferred');
    @IsString() id!: string;
    @IsString() from!: string;
    @IsString() to!: string;
}
