namespace Yixiang.Kernel;

/// <summary>A schematic map of the city, drawn by the city itself: where its areas lie to each other, not their true borders.</summary>
/// <param name="Width">Of the drawing, in its own units.</param>
/// <param name="Height">Of the drawing, in its own units.</param>
public sealed record CityMap(int Width, int Height, IReadOnlyList<MapShape> Areas);

/// <summary>One area on the map.</summary>
/// <param name="Code">Code of the area.</param>
/// <param name="Label">A short name that fits into the shape.</param>
/// <param name="Outline">Corners as SVG writes them: <c>400,60 500,40 520,120</c>.</param>
/// <param name="At">Middle of the label, x and y.</param>
/// <param name="Leader">For a zone drawn beside the map: the line from it to where it lies.</param>
public sealed record MapShape(string Code, Phrase Label, string Outline, IReadOnlyList<int> At, string? Leader = null);
