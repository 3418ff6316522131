using static Yixiang.Operator.DemoSketch;

namespace Yixiang.Operator;

/// <summary>The shapes by which one knows a kind of instrument from across the room.</summary>
public enum DemoSilhouette { Column, Bench, Chromatograph, Furnace, Frame, Magnet, Centrifuge, Vessel, Cabinet, Cluster, Chamber, Shaker, Microscope, Portal }

internal static class DemoSilhouettes
{
    public static void Draw(this DemoSketch s, DemoSilhouette silhouette)
    {
        Action<DemoSketch> draw = silhouette switch
        {
            DemoSilhouette.Column => Column,
            DemoSilhouette.Bench => Bench,
            DemoSilhouette.Chromatograph => Chromatograph,
            DemoSilhouette.Furnace => Furnace,
            DemoSilhouette.Frame => Frame,
            DemoSilhouette.Magnet => Magnet,
            DemoSilhouette.Centrifuge => Centrifuge,
            DemoSilhouette.Vessel => Vessel,
            DemoSilhouette.Cabinet => Cabinet,
            DemoSilhouette.Cluster => Cluster,
            DemoSilhouette.Chamber => Chamber,
            DemoSilhouette.Shaker => Shaker,
            DemoSilhouette.Microscope => Microscope,
            DemoSilhouette.Portal => Portal,
        };
        draw(s);
    }

    /// <summary>Gun, lenses and specimen chamber above one another; electron microscopes.</summary>
    private static void Column(DemoSketch s)
    {
        s.Box(230, 420, 360, 170, Sheet, 14);
        s.Box(260, 310, 300, 130, Teal, 12);
        s.Disc(335, 375, 36, Pale);
        s.Disc(335, 375, 22, Ink);
        s.Box(350, 250, 120, 64, Line, 8);
        s.Box(365, 190, 90, 64, Pale, 8);
        s.Box(350, 150, 120, 44, Teal, 8);
        s.Box(375, 84, 70, 70, Sheet, 30);
        s.Box(560, 350, 70, 30, Line, 6);
        s.Shape(Ochre, (470, 215), (570, 165), (590, 200), (480, 245));
        s.Box(250, 480, 320, 6, Line);
        s.Disc(270, 540, 8, Moss);
        s.Disc(300, 540, 8, Ochre);
        s.Screen(680, 370);
    }

    /// <summary>A closed bench-top instrument with a sample compartment; spectrometers.</summary>
    private static void Bench(DemoSketch s)
    {
        s.Box(170, 340, 470, 230, Sheet, 22);
        s.Box(170, 340, 470, 62, Teal, 22);
        s.Box(170, 380, 470, 24, Teal);
        s.Box(205, 430, 170, 110, Wash, 10);
        s.Box(225, 450, 130, 70, Pale, 6);
        s.Disc(290, 485, 22, Teal);
        s.Box(420, 430, 180, 14, Line, 6);
        s.Box(420, 462, 180, 14, Line, 6);
        s.Box(420, 494, 120, 14, Line, 6);
        s.Disc(590, 545, 9, Moss);
        s.Box(200, 570, 60, 20, Ink, 4);
        s.Box(550, 570, 60, 20, Ink, 4);
        s.Box(470, 286, 90, 56, Line, 8);
        s.Screen(700, 380);
    }

    /// <summary>Pumps, oven and detector stacked, a tray of vials before them.</summary>
    private static void Chromatograph(DemoSketch s)
    {
        foreach (var (y, colour) in new[] { (200f, Sheet), (290f, Wash), (380f, Sheet), (470f, Wash) })
        {
            s.Box(210, y, 260, 84, colour, 10);
            s.Box(230, y + 20, 120, 10, Line, 4);
            s.Disc(430, y + 42, 12, Teal);
        }

        s.Box(210, 554, 260, 36, Teal, 8);
        foreach (var i in Enumerable.Range(0, 4))
        {
            s.Box(232 + (i * 58), 130, 40, 72, Pale, 8);
            s.Box(242 + (i * 58), 112, 20, 20, Ink, 4);
        }

        s.Box(490, 500, 180, 90, Sheet, 8);
        foreach (var i in Enumerable.Range(0, 5))
        {
            s.Box(506 + (i * 32), 462, 20, 46, Ochre, 4);
            s.Box(506 + (i * 32), 454, 20, 12, Ink, 3);
        }

        s.Screen(710, 390, 180);
    }

    private static void Furnace(DemoSketch s)
    {
        s.Box(200, 230, 400, 330, Sheet, 16);
        s.Box(235, 265, 250, 220, Line, 12);
        s.Box(255, 285, 210, 180, Ink, 8);
        s.Box(275, 305, 170, 140, Vermilion, 6);
        s.Box(300, 330, 120, 90, Ochre, 6);
        s.Box(505, 270, 70, 46, Wash, 6);
        foreach (var i in Enumerable.Range(0, 3))
        {
            s.Disc(540, 350 + (i * 44), 13, i == 0 ? Moss : Teal);
        }

        s.Box(235, 506, 330, 10, Line, 4);
        s.Box(235, 530, 330, 10, Line, 4);
        s.Box(225, 560, 50, 30, Ink, 4);
        s.Box(525, 560, 50, 30, Ink, 4);
        s.Stroke(Line, 12, (400, 230), (400, 150), (560, 150), (560, 90));
        s.Screen(690, 390);
    }

    /// <summary>Two posts, a moving beam, a specimen between the grips; testing machines.</summary>
    private static void Frame(DemoSketch s)
    {
        s.Box(210, 520, 400, 70, Teal, 8);
        s.Box(250, 110, 40, 415, Line, 6);
        s.Box(530, 110, 40, 415, Line, 6);
        s.Box(225, 86, 370, 46, Teal, 10);
        s.Box(240, 220, 340, 54, Sheet, 8);
        s.Box(385, 274, 50, 56, Ink, 6);
        s.Box(385, 440, 50, 80, Ink, 6);
        s.Box(398, 330, 24, 110, Ochre);
        s.Shape(Ochre, (392, 326), (428, 326), (422, 352), (398, 352));
        s.Shape(Ochre, (398, 420), (422, 420), (428, 446), (392, 446));
        s.Disc(250, 555, 14, Vermilion);
        s.Box(300, 546, 120, 18, Pale, 6);
        s.Screen(700, 380);
    }

    /// <summary>A cryostat on three legs; magnetic resonance.</summary>
    private static void Magnet(DemoSketch s)
    {
        s.Stroke(Line, 26, (270, 470), (240, 585));
        s.Stroke(Line, 26, (550, 470), (580, 585));
        s.Stroke(Line, 26, (410, 480), (410, 585));
        s.Box(220, 190, 380, 300, Sheet, 90);
        s.Box(220, 300, 380, 26, Teal);
        s.Box(220, 350, 380, 10, Pale);
        s.Box(380, 490, 60, 60, Ink, 8);
        s.Box(300, 120, 40, 84, Line, 10);
        s.Box(480, 120, 40, 84, Line, 10);
        s.Box(392, 90, 36, 110, Teal, 10);
        s.Ring(410, 250, 24, 6, Vermilion);
        s.Stroke(Vermilion, 6, (410, 238), (410, 262));
        s.Box(690, 300, 190, 290, Wash, 10);
        foreach (var i in Enumerable.Range(0, 4))
        {
            s.Box(710, 325 + (i * 62), 150, 40, Sheet, 6);
            s.Disc(840, 345 + (i * 62), 8, i == 1 ? Ochre : Moss);
        }
    }

    private static void Centrifuge(DemoSketch s)
    {
        s.Box(200, 320, 420, 270, Sheet, 26);
        s.Box(200, 300, 420, 70, Teal, 26);
        s.Disc(410, 440, 100, Wash);
        s.Ring(410, 440, 100, 12, Line);
        foreach (var i in Enumerable.Range(0, 8))
        {
            var (sin, cos) = MathF.SinCos(i * MathF.PI / 4);
            s.Disc(410 + (64 * cos), 440 + (64 * sin), 16, i % 2 == 0 ? Teal : Ochre);
        }

        s.Disc(410, 440, 20, Ink);
        s.Box(540, 400, 56, 36, Ink, 6);
        s.Disc(568, 470, 14, Moss);
        s.Disc(568, 510, 14, Vermilion);
        s.Screen(700, 390);
    }

    /// <summary>A stirred vessel with its feed and its drive; dryers, fermenters, extraction.</summary>
    private static void Vessel(DemoSketch s)
    {
        s.Box(190, 560, 440, 30, Line, 6);
        s.Box(300, 220, 200, 320, Wash, 80);
        s.Box(300, 360, 200, 100, Pale);
        s.Box(300, 420, 200, 120, Pale, 80);
        s.Box(290, 236, 220, 24, Teal, 8);
        s.Box(370, 120, 60, 116, Ink, 10);
        s.Stroke(Line, 10, (400, 236), (400, 480));
        s.Stroke(Teal, 12, (350, 480), (450, 480));
        s.Stroke(Teal, 12, (360, 400), (440, 400));
        s.Stroke(Line, 14, (510, 300), (590, 300), (590, 540));
        s.Stroke(Line, 14, (290, 300), (220, 300), (220, 560));
        s.Box(560, 430, 60, 110, Sheet, 10);
        s.Disc(220, 400, 24, Sheet);
        s.Ring(220, 400, 24, 6, Teal);
        s.Stroke(Vermilion, 5, (220, 400), (234, 386));
        s.Disc(330, 500, 9, Sheet);
        s.Disc(470, 450, 7, Sheet);
        s.Screen(700, 390);
    }

    /// <summary>A shielded cabinet with a window; X-ray instruments.</summary>
    private static void Cabinet(DemoSketch s)
    {
        s.Box(180, 150, 450, 440, Sheet, 18);
        s.Box(180, 150, 450, 70, Teal, 18);
        s.Box(180, 200, 450, 22, Teal);
        s.Box(225, 250, 360, 220, Line, 12);
        s.Box(240, 265, 330, 190, Ink, 8);
        s.Ring(405, 420, 120, 5, Pale);
        s.Box(240, 455, 330, 100, Sheet);
        s.Shape(Ochre, (272, 300), (330, 330), (318, 352), (262, 322));
        s.Shape(Pale, (538, 300), (480, 330), (492, 352), (548, 322));
        s.Stroke(Ochre, 4, (324, 342), (405, 410), (486, 342));
        s.Disc(405, 414, 14, Vermilion);
        s.Box(225, 495, 360, 10, Line, 4);
        s.Disc(600, 185, 12, Ochre);
        s.Box(385, 520, 60, 14, Line, 6);
        s.Screen(700, 380);
    }

    private static void Cluster(DemoSketch s)
    {
        foreach (var rack in Enumerable.Range(0, 3))
        {
            var x = 170 + (rack * 170);
            s.Box(x, 120, 154, 470, Ink, 10);
            foreach (var unit in Enumerable.Range(0, 9))
            {
                s.Box(x + 14, 140 + (unit * 48), 126, 36, (rack + unit) % 3 == 0 ? Teal : new(0x2B, 0x40, 0x43), 4);
                s.Disc(x + 30, 158 + (unit * 48), 6, (rack * unit) % 4 == 1 ? Ochre : new(0x7F, 0xC2, 0x8A));
                s.Box(x + 50, 154 + (unit * 48), 76, 8, Pale, 4);
            }
        }

        s.Screen(710, 390, 180);
    }

    private static void Chamber(DemoSketch s)
    {
        s.Box(170, 130, 480, 440, Sheet, 16);
        s.Box(195, 155, 310, 390, Teal, 12);
        s.Box(240, 205, 220, 220, Line, 12);
        s.Box(254, 219, 192, 192, Wash, 8);
        s.Stroke(Pale, 8, (350, 250), (350, 380));
        s.Stroke(Pale, 8, (294, 282), (406, 348));
        s.Stroke(Pale, 8, (406, 282), (294, 348));
        s.Box(470, 330, 16, 90, Sheet, 8);
        s.Box(530, 170, 96, 70, Ink, 8);
        s.Box(542, 182, 72, 46, Wash, 4);
        foreach (var i in Enumerable.Range(0, 6))
        {
            s.Box(535, 400 + (i * 24), 86, 10, Line, 4);
        }

        s.Disc(555, 280, 12, Moss);
        s.Disc(600, 280, 12, Vermilion);
        s.Box(200, 570, 60, 20, Ink, 4);
        s.Box(560, 570, 60, 20, Ink, 4);
        s.Screen(710, 400, 180);
    }

    /// <summary>A moving table on its exciter; vibration and test rigs.</summary>
    private static void Shaker(DemoSketch s)
    {
        s.Box(180, 540, 460, 50, Line, 8);
        s.Box(290, 380, 240, 160, Teal, 26);
        s.Disc(410, 460, 54, Pale);
        s.Disc(410, 460, 30, Teal);
        s.Box(240, 330, 340, 36, Sheet, 8);
        s.Box(330, 240, 160, 90, Ochre, 10);
        s.Box(355, 265, 110, 12, Sheet, 4);
        s.Box(355, 290, 70, 12, Sheet, 4);
        s.Stroke(Vermilion, 7, (205, 290), (205, 400));
        s.Shape(Vermilion, (205, 270), (190, 298), (220, 298));
        s.Shape(Vermilion, (205, 420), (190, 392), (220, 392));
        s.Stroke(Ink, 8, (530, 470), (640, 470), (680, 540));
        s.Screen(710, 390, 180);
    }

    private static void Microscope(DemoSketch s)
    {
        s.Box(230, 540, 340, 50, Teal, 16);
        s.Box(470, 230, 70, 320, Teal, 24);
        s.Box(300, 220, 230, 66, Sheet, 24);
        s.Shape(Line, (300, 170), (360, 150), (410, 240), (350, 262));
        s.Box(325, 286, 90, 40, Line, 8);
        s.Box(336, 326, 28, 60, Ink, 6);
        s.Box(376, 326, 28, 44, Ink, 6);
        s.Box(250, 410, 240, 24, Sheet, 8);
        s.Box(310, 396, 100, 14, Pale, 4);
        s.Box(340, 434, 50, 50, Ochre, 8);
        s.Disc(520, 470, 30, Sheet);
        s.Disc(520, 470, 14, Line);
        s.Screen(680, 370);
    }

    /// <summary>A bridge over a stone table; measuring and machining centres.</summary>
    private static void Portal(DemoSketch s)
    {
        s.Box(170, 460, 480, 80, Ink, 8);
        s.Box(200, 540, 60, 50, Line, 4);
        s.Box(560, 540, 60, 50, Line, 4);
        s.Box(210, 190, 56, 275, Sheet, 10);
        s.Box(554, 190, 56, 275, Sheet, 10);
        s.Box(190, 150, 440, 66, Teal, 12);
        s.Box(370, 120, 84, 180, Sheet, 12);
        s.Box(400, 300, 24, 70, Line);
        s.Box(409, 370, 6, 46, Ink);
        s.Disc(412, 422, 9, Vermilion);
        s.Shape(Ochre, (320, 460), (340, 400), (400, 430), (470, 410), (500, 460));
        s.Disc(240, 174, 9, Moss);
        s.Screen(700, 390);
    }
}
