using Glm.Kernel.Cli;

return await GlmTool.InvokeAsync(args).ConfigureAwait(false);
